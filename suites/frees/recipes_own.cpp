// Each thread frees what it allocated, or what the thread before it did.
#include "recipes.hpp"

#include <array>

namespace contend::suites {
namespace {

constexpr std::string_view calls =
    "one allocation, or one free, with what is written to the block and checked";

constexpr std::array recipes{
    named_recipe{
        "threadtest",
        {.title = "threadtest: a private array filled and emptied",
         .operation = calls,
         .models = "a parallel loop whose iterations build and drop their own objects",
         .frees = "the allocating thread, in order, a batch of 256 at a time",
         .exposes = "a lock, or a shared list, on the way of private blocks: it has to scale "
                    "without limit",
         .not_for = "frees by other threads, and sizes that vary",
         .source = "Berger, McKinley, Blumofe, Wilson, ASPLOS 2000 (Hoard's benchmarks/threadtest)",
         .breaks = "one lock for all: serial allocators lose half their rate at the second thread"},
        {.batch = 256, .size = "64"}},
    named_recipe{
        "linux_scalability",
        {.title = "linux-scalability: many blocks, then none",
         .operation = calls,
         .models = "a phase that builds a large structure, and the phase that drops it",
         .frees = "the allocating thread, in order, 4096 blocks at a time",
         .exposes = "what a thread's cache does when it is too small for the phase: refills and "
                    "flushes through what is shared",
         .not_for = "steady states",
         .source = "Lever, Boreham, USENIX 2000: malloc() performance in a multithreaded Linux "
                   "environment (there 512 bytes, 10 million of them)",
         .breaks = "small fixed caches before a locked heap"},
        {.batch = 4096, .size = "512"}},
    named_recipe{
        "cache_thrash",
        {.title = "cache-thrash: do small blocks of two threads share a line?",
         .operation = "one allocation or free of 16 bytes, each byte of which is written 100 times",
         .models = "small objects that are made and used on many threads at once",
         .frees = "the allocating thread, at once",
         .exposes =
             "active false sharing: an allocator that gives neighbouring blocks to different "
             "threads",
         .not_for =
             "speed of allocation: nearly all time goes into the writes. The program of that "
             "name allocates nothing once it is optimised; this one does",
         .source = "Berger et al., ASPLOS 2000, active-false; mimalloc-bench bench/cache-thrash",
         .breaks = "allocators that carve blocks for all threads from one line after the other"},
        {.batch = 1, .size = "16", .touch = touching::all, .writes = 100}},
    named_recipe{
        "cache_scratch",
        {.title = "cache-scratch: is a foreign line handed out again?",
         .operation = "one allocation or free of 16 bytes, each byte of which is written 100 times",
         .models = "workers that are given a small object by a dispatcher, drop it, and make their "
                   "own",
         .frees = "the thread itself; first of all one block that the controller allocated next to "
                  "those of the others",
         .exposes = "passive false sharing: a freed foreign block that goes on the freer's list, "
                    "and on a line that it shares with the other freers'",
         .not_for = "speed of allocation. The program of that name allocates nothing once it is "
                    "optimised; this one does",
         .source = "Berger et al., ASPLOS 2000, passive-false; mimalloc-bench bench/cache-scratch",
         .breaks = "thread caches that take in whatever is freed (tcmalloc, glibc's tcache)"},
        {.batch = 1, .size = "16", .touch = touching::all, .writes = 100, .donated = true}},
    named_recipe{
        "alloc_test",
        {.title = "alloc-test: a private set of every size",
         .operation = calls,
         .models = "a server's working set: slots of random size, replaced at random",
         .frees = "the allocating thread, a random one of 4096",
         .exposes = "locality: every block is read and written whole, so a compact heap wins",
         .not_for = "frees by other threads; nor is the program's Pareto choice of slots kept: all "
                    "are as likely",
         .source = "node-dot-cpp alloc-test by OLogN, of which mimalloc-bench has a copy",
         .breaks = "heaps that spread what is in use over many pages"},
        {.batch = 16,
         .live = 4096,
         .order = free_order::shuffled,
         .size = "16-1024",
         .touch = touching::all}},
    named_recipe{
        "glibc_thread",
        {.title = "bench-malloc-thread: mostly small, random order",
         .operation = calls,
         .models = "a general program's private allocation",
         .frees = "the allocating thread, a random one of 1024",
         .exposes = "the path beyond the thread cache, at each of many sizes",
         .not_for = "frees by other threads",
         .source = "glibc benchtests/bench-malloc-thread.c (there all threads replay one sequence "
                   "of sizes; here each draws its own)",
         .breaks = "allocators whose size classes are few or far apart in memory"},
        {.batch = 16, .live = 1024, .order = free_order::shuffled, .size = "power_16-32768"}},
    named_recipe{
        "varied_objects",
        {.title = "Objects of a fleet's sizes",
         .operation = calls,
         .models = "a server's mixture: most objects small, most bytes in a few large ones",
         .frees = "the allocating thread, a random one of 1024",
         .exposes = "the large ones: their way round the thread cache, and what is given back",
         .not_for = "any one program",
         .source = "shape of the size distribution in Hunter et al., OSDI 2021; fleetbench",
         .breaks = "allocators that take a lock, or the kernel, for every large block"},
        {.batch = 16, .live = 1024, .order = free_order::shuffled, .size = "fleet"}},
    named_recipe{
        "larson",
        {.title = "larson: servers' threads come, work and go",
         .operation = calls,
         .models =
             "a server that starts a thread for each connection: objects outlive their thread",
         .frees = "the thread that replaces the one that allocated, a random one of 1000",
         .exposes = "blocks whose owner is gone: whether their memory is taken over or lies idle",
         .not_for = "the rate of the program of that name: its threads live longer, and each has "
                    "5000 slots; and at 101 threads it overflows its array",
         .source = "Larson, Krishnan, ISMM 1998; mimalloc-bench bench/larson",
         .breaks = "allocators that abandon what a dead thread leaves, or take a lock to adopt it"},
        {.batch = 16,
         .live = 1000,
         .order = free_order::shuffled,
         .owner = owner_state::replaced,
         .size = "uniform_16-1000",
         .life = 250}},
    named_recipe{
        "startup",
        {.title = "Start-up storm: a thread's first allocation",
         .operation = "the start of a thread, its first allocation and free, 16 more, and its end",
         .models = "thread pools coming up, a thread for each request",
         .frees = "the allocating thread, which then ends",
         .exposes = "what an allocator sets up for a thread, and takes down again: see "
                    "first_allocate and thread_exit",
         .not_for = "its rate: most of it is the kernel's price of a thread",
         .source = "snmalloc src/test/perf/startup",
         .breaks = "allocators with large per-thread state, or with one lock to register under"},
        {.batch = 8, .owner = owner_state::exited, .size = "64", .life = 1}},
};

}  // namespace

std::span<const named_recipe> own_frees() { return recipes; }

}  // namespace contend::suites
