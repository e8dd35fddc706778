// A data pipeline: batches go from stage to stage through bounded buffers.
#pragma once

#include "kit.hpp"
#include "premises.hpp"

#include <contend/load/bag.hpp>

#include <deque>
#include <memory>

namespace contend::suites {

/// Parameters: `stages` (2 to 8), `capacity`, batches that a buffer between two stages holds (1 to
/// 65536); `arrivals`, see open_loop. Every worker does any stage, the last that has work first.
template <scenario_kit Kit>
class pipeline {
  using buffer_type = typename Kit::template buffer_of<document*>;
  static_assert(for_everybody<buffer_type>);

 public:
  using subject = Kit;
  static constexpr std::string_view name = "pipeline";
  static constexpr card about{
      .title = "A data pipeline in stages",
      .operation =
          "one batch of 64 words through all stages. A round moves one batch by one stage; one "
          "that does not end a batch's way is a failed attempt, so at best one in `stages` "
          "succeeds",
      .models =
          "stream processors, extract-transform-load, tbb::parallel_pipeline: each stage "
          "writes a new batch and frees the one that it read",
      .frees = "the worker of the next stage: any of them",
      .exposes =
          "buffers that are now full, now empty, and what an allocator makes of blocks that "
          "each live for one hop",
      .not_for = "stages of unequal cost, or bound to a thread: here they share all workers",
      .source = "PARSEC's ferret and dedup in shape (Bienia et al., PACT 2008)",
      .breaks =
          "allocators that keep what others freed for the thread that made it: here nobody "
          "goes on making for long",
  };

  explicit pipeline(const setting& s)
      : _stages(whole_parameter(s, "stages", 2, most_stages)),
        _capacity(whole_parameter(s, "capacity", 1, 65536)),
        _all(s, _capacity * _stages),
        _books(s.threads) {
    for (std::size_t i = 0; i < _stages; ++i) {
      _buffers.push_back(std::make_unique<buffer_type>(
          buffer_size{.capacity = _capacity, .handles = s.threads + 1}));
    }
  }

 private:
  static constexpr std::size_t most_stages = 8;
  static constexpr std::uint32_t words = 64;
  /// By the stage that they are for: a batch that found no room in the buffer.
  using hands = std::array<document*, most_stages>;

  struct book {
    bag issued, finished;
    std::uint64_t wrong = 0;
    hands held{};
  };

 public:
  class worker {
   public:
    worker(pipeline& load, const seat& s)
        : _load(load), _index(s.index), _source(load._all.requests, s) {
      for (auto& b : load._buffers) _buffers.emplace_back(*b);
    }
    ~worker() { *_load._books[_index] = _book; }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally t;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        _source.look();
        const moved what = move();
        bool busy = what != moved::nothing;
        for (unsigned n = 0; n < open_loop::source::burst && offer(0) && _source.due(!busy); ++n) {
          const std::uint64_t id = name_of(_index, _serial++);
          _book.issued.put(id);
          _book.held[0] = _load._all.papers.make(id, words, _source.admit());
          busy = true;
        }
        _source.rest(busy);
        t += {1, what == moved::out ? 1u : 0u};
      }
      _source.end_step();
      if (_index == 0) _load._all.observe();
      return t;
    }

   private:
    enum class moved { nothing, on, out };

    /// Puts what is held for stage k into its buffer; true if nothing is held any more.
    bool offer(std::size_t k) {
      document*& held = _book.held[k];
      if (held != nullptr && _buffers[k].try_push(held)) held = nullptr;
      return held == nullptr;
    }
    /// From the last stage on: a stage is done by whoever has room for what comes of it, so that
    /// workers whose hands are full still empty the buffers behind.
    moved move() {
      for (std::size_t k = _load._stages; k-- > 0;) {
        const bool last = k + 1 == _load._stages;
        if (!last && !offer(k + 1)) continue;
        document* batch = nullptr;
        if (!_buffers[k].try_pop(batch)) continue;
        if (last) {
          const std::int64_t stamp = batch->stamp;
          _load.finish(_book, batch);
          _source.complete(stamp);
          return moved::out;
        }
        _book.held[k + 1] = _load.process(batch);
        offer(k + 1);
        return moved::on;
      }
      return moved::nothing;
    }

    pipeline& _load;
    unsigned _index;
    open_loop::source _source;
    std::deque<typename buffer_type::handle> _buffers;
    std::uint64_t _serial = 0;
    book _book;
  };

  /// Ends what is under way. Every batch came out once, and is what the stages make of it.
  complaint verify() {
    book sum;
    for (const auto& b : _books) {
      sum.issued += b->issued;
      sum.finished += b->finished;
      sum.wrong += b->wrong;
    }
    // Bounded, should a buffer give out batches for ever.
    std::uint64_t most = 2 * sum.issued.count;
    for (std::size_t k = 0; k < _stages; ++k) {
      const auto end = [&](document* batch) {
        for (std::size_t left = k + 1; left < _stages; ++left) batch = process(batch);
        finish(sum, batch);
      };
      typename buffer_type::handle buffer(*_buffers[k]);
      document* batch = nullptr;
      for (; most > 0 && buffer.try_pop(batch); --most) end(batch);
      for (auto& b : _books) {
        if (b->held[k] != nullptr) end(b->held[k]);
      }
    }
    if (sum.wrong != 0) return std::to_string(sum.wrong) + " batches came out changed";
    if (sum.issued != sum.finished) {
      return std::to_string(sum.issued.count) + " batches went in, " +
             std::to_string(sum.finished.count) + " came out" +
             (sum.issued.count == sum.finished.count ? ", but not the same" : "");
    }
    return _all.papers.verify();
  }

  std::vector<metric> metrics() const {
    std::vector<metric> all;
    _all.report(all);
    return all;
  }
  std::vector<series> histories() const { return _all.histories(); }

 private:
  /// A new batch from an old one, which is freed.
  document* process(document* from) {
    document* const to = _all.papers.make(from->id, from->words, from->stamp, from->stage + 1);
    const std::uint64_t* const in = from->body();
    std::uint64_t* const out = to->body();
    for (std::uint32_t i = 0; i < from->words; ++i) {
      out[i] = document::processed(in[i], from->id);
    }
    _all.papers.drop(from);
    return to;
  }
  void finish(book& by, document* batch) {
    by.wrong += batch->words != words || batch->stage + 1 != _stages || !batch->intact();
    by.finished.put(batch->id);
    _all.papers.drop(batch);
  }

  std::size_t _stages, _capacity;
  premises<typename Kit::allocator> _all;
  std::vector<std::unique_ptr<buffer_type>> _buffers;  // [k]: before stage k
  std::vector<padded<book>> _books;
};

}  // namespace contend::suites
