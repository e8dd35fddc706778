// Other threads free what a thread allocated.
#include "recipes.hpp"

#include <array>

namespace contend::suites {
namespace {

constexpr std::string_view calls =
    "one allocation, or one free; a batch that finds no room on its way is a failed attempt";

constexpr std::array recipes{
    named_recipe{
        "ring",
        {.title = "Allocate here, free on the next thread",
         .operation = calls,
         .models = "pipelines and message passing: the thread that builds an object is never the "
                   "one that drops it",
         .frees = "the next thread; with one thread itself",
         .exposes =
             "the way of a freed block back to its owner: locks, lists and mailboxes between "
             "threads",
         .not_for = "allocation that stays on its thread, which most does",
         .source = "rpmalloc-benchmark's cross-thread list, with a bounded transport",
         .breaks = "allocators with one list for all foreign frees"},
        {.way = topology::ring, .batch = 64, .size = "64"}},
    named_recipe{
        "xmalloc",
        {.title = "xmalloc-test: producers and consumers, large batches",
         .operation = calls,
         .models = "a stage that makes messages and a stage that drops them",
         .frees = "the consumer of each pair, 4096 at a time",
         .exposes = "the way home at full rate: nearly every free is foreign",
         .not_for = "one global stack of batches, as in the program of that name: each pair has a "
                    "link of its own, or the stack's lock would be measured",
         .source = "Lever, Boreham, USENIX 2000; mimalloc-bench bench/xmalloc-test",
         .breaks = "one lock a size class (gperftools), one owner's arena lock (glibc)"},
        {.way = topology::pairs,
         .batch = 4096,
         .freer = freer_state::allocated_once,
         .size = "64"}},
    named_recipe{
        "mstress",
        {.title = "mstress: objects swapped through a table",
         .operation = calls,
         .models = "a program in which any thread may drop what any other has made",
         .frees = "whoever swaps it out of the table; threads come and go",
         .exposes = "everything at once, threads that leave blocks behind above all",
         .not_for = "its parts: it is a stress test, and its authors say that it is no benchmark; "
                    "nor is its unequal load kept. There the swap is acquire only, a race; here it "
                    "is acquire and release",
         .source = "mimalloc test/test-stress.c; mimalloc-bench bench/mstress",
         .breaks = "allocators that lose or hoard the pages of threads that are gone"},
        {.way = topology::exchange,
         .batch = 16,
         .live = 1000,
         .order = free_order::shuffled,
         .owner = owner_state::replaced,
         .size = "doubling_16-8192",
         .life = 250}},
    named_recipe{"rptest",
                 {.title = "rptest: lists of blocks sent to any other thread",
                  .operation = calls,
                  .models = "a job system: what one worker made, any other one may drop",
                  .frees = "a random other thread, 64 at a time",
                  .exposes = "foreign frees of mixed sizes, spread over many of the owner's pages",
                  .not_for = "the program's rate: it counts operations a thread's second",
                  .source = "rpmalloc-benchmark benchmark/main.c",
                  .breaks = "allocators that return foreign blocks one at a time"},
                 {.way = topology::random,
                  .batch = 64,
                  .live = 1000,
                  .order = free_order::shuffled,
                  .size = "16-8000"}},
    named_recipe{
        "contention",
        {.title = "snmalloc's contention: all threads in step over one array",
         .operation = calls,
         .models = "a shared table whose entries are replaced in order",
         .frees = "whoever swaps it out, usually another thread",
         .exposes = "foreign frees in the order of allocation, all threads at the same place",
         .not_for = "random access: the threads walk in the same order, and meet",
         .source = "snmalloc src/test/perf/contention",
         .breaks = "lists of freed blocks that are one word for all freers of a page"},
        {.way = topology::exchange, .batch = 64, .live = 16384, .size = "uniform_16-1039"}},
    named_recipe{
        "msgpass",
        {.title = "msgpass: messages through a proxy",
         .operation = calls,
         .models = "actors: a message is made, forwarded, and dropped where it ends",
         .frees = "the second thread after the one that allocated; at most four batches wait on a "
                  "link",
         .exposes = "small batches of few sizes, and back-pressure: the live set is bounded",
         .not_for = "separate roles: here each thread makes, forwards and frees",
         .source = "snmalloc src/test/perf/msgpass (BatchIt: Li, Nemati, Parkinson, ISMM 2024)",
         .breaks = "allocators that need large batches to make a foreign free cheap"},
        {.way = topology::ring, .hops = 2, .batch = 16, .size = "16-128"}},
    named_recipe{
        "lots_of_threads",
        {.title = "Lots of threads, one that frees",
         .operation = calls,
         .models = "worker threads whose results one thread collects and drops",
         .frees = "one thread, 100 at a time, for all others",
         .exposes = "fan-in: many owners' lists, one thread that fills them",
         .not_for = "queues that grow: there the harness's queue is most of the memory; here it is "
                    "bounded",
         .source = "snmalloc src/test/perf/lotsofthreads; mimalloc issue 1002",
         .breaks = "freers that keep state for each owner; one freer's cache for what all made"},
        {.way = topology::fan_in, .batch = 100, .size = "16-65536"}},
    named_recipe{
        "free_only_reclaimer",
        {.title = "The reclaimer that never allocates",
         .operation = calls,
         .models = "a garbage thread: producers replace what they hold, one thread drops it",
         .frees = "threads of their own that call free and nothing else in all their lives",
         .exposes = "state that an allocator sets up at a thread's first allocation, and frees "
                    "without it: blocks that do not find their way home",
         .not_for = "speed alone: look at the memory",
         .source = "mimalloc issue 1364: 370 MiB live, 1.8 GiB resident",
         .breaks = "allocators in which a free by an uninitialised thread takes a slow path, or "
                   "strands the page"},
        {.way = topology::fan_in,
         .batch = 64,
         .live = 4096,
         .order = free_order::shuffled,
         .freer = freer_state::never,
         .size = "592",
         .life = 64}},
    named_recipe{
        "vyukov_chain",
        {.title = "A live set that goes from thread to thread",
         .operation = calls,
         .models = "work handed on through a long chain of threads, each of which lives on",
         .frees = "the next thread, before it allocates as much for the one after it",
         .exposes = "memory that stays with each thread that the set has passed: the ideal is one "
                    "set, the naive way one for each thread",
         .not_for = "speed: one thread works at a time, by design",
         .source =
             "D. Vyukov's scenario in SuperMalloc benchmarks/manythreads (Kuszmaul, ISMM 2015)",
         .breaks = "per-thread caches without bound, and heaps that only their own thread may use"},
        {.way = topology::relay, .batch = 512, .live = 4096, .size = "uniform_16-4095"}},
    named_recipe{
        "message_one",
        {.title = "message_one: one consumer drops whole messages",
         .operation = calls,
         .models = "a browser's main thread that sends documents to a worker",
         .frees = "the consumer of each pair, which reads and writes every byte first",
         .exposes = "a message of 1024 nodes: the way home for a burst from one page after another",
         .not_for = "a pause between bursts: there both sides meet after each",
         .source = "WebKit PerformanceTests/MallocBench/message.cpp, message_one",
         .breaks = "allocators that queue a whole burst for the owner's next call"},
        {.way = topology::pairs, .batch = 1024, .size = "256", .touch = touching::by_consumer}},
    named_recipe{
        "message_many",
        {.title = "message_many: one producer, all others consume",
         .operation = calls,
         .models = "a browser's main thread that sends documents to all its workers",
         .frees = "all threads but the first, each its own messages",
         .exposes = "fan-out: many freers of one owner's blocks",
         .not_for = "balance: the one producer is the limit, from a few threads on",
         .source = "WebKit PerformanceTests/MallocBench/message.cpp, message_many",
         .breaks = "owners with one list for all foreign frees; caches that fill up in each freer"},
        {.way = topology::fan_out, .batch = 1024, .size = "256", .touch = touching::by_consumer}},
    named_recipe{
        "mleak",
        {.title = "mleak: short-lived threads leave a block behind",
         .operation = calls,
         .models = "tasks on threads of their own that publish one result",
         .frees = "some later thread, after the owner has exited",
         .exposes = "whether the memory of a thread that left a block behind is found again",
         .not_for = "its rate: much of it is the price of threads",
         .source = "mimalloc-bench bench/mleak",
         .breaks = "allocators that abandon a thread's heap as long as one block of it lives"},
        {.way = topology::exchange,
         .batch = 4,
         .live = 1000,
         .order = free_order::shuffled,
         .owner = owner_state::exited,
         .size = "128",
         .life = 8}},
    named_recipe{
        "idle_owner",
        {.title = "The owner sleeps while others free",
         .operation = calls,
         .models = "a loader thread that fills a cache and then waits",
         .frees = "any other thread, while the owner does nothing",
         .exposes = "memory that only the owner can take back, and it does not come: see stranded "
                    "bytes",
         .not_for = "its rate: a thread is started every 64 batches",
         .source = "mimalloc issues 214 and 440; jemalloc issue 2757",
         .breaks = "designs that send blocks home: all of them, until the owner allocates again"},
        {.way = topology::random,
         .batch = 64,
         .live = 1000,
         .owner = owner_state::idle,
         .size = "16-1024"}},
};

}  // namespace

std::span<const named_recipe> foreign_frees() { return recipes; }

}  // namespace contend::suites
