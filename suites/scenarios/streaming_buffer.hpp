// A stream of frames through a bounded buffer that the producer may overrun.
#pragma once

#include "kit.hpp"
#include "premises.hpp"

#include <contend/load/bag.hpp>

#include <memory>

namespace contend::suites {

/// Parameters: `overrun`, what becomes of a frame that finds the buffer full: `drop` (it is lost)
/// or `block` (it waits, and all that come after it); `capacity`, frames a buffer (1 to 65536);
/// `arrivals`, see open_loop. A buffer a worker: it produces into its own and consumes from that of
/// the worker before it in the ring.
template <scenario_kit Kit>
class streaming_buffer {
  using buffer_type = typename Kit::template buffer_of<document*>;
  static_assert(buffer_type::traits.bounded, "what has no bound is never overrun");

 public:
  using subject = Kit;
  static constexpr std::string_view name = "streaming_buffer";
  static constexpr card about{
      .title = "A streaming buffer that may overrun",
      .operation =
          "one frame of 512 bytes, produced, passed on, checked and freed by its consumer. A round "
          "without a frame and a frame that is dropped are failed attempts",
      .models =
          "audio, video, telemetry, log shipping: a producer that cannot wait and one "
          "consumer, a buffer between them, frames dropped (UDP, trace rings) or held up",
      .frees = "the consumer; a dropped frame its producer",
      .exposes = "how long a consumer may be away before frames are lost; one-way remote frees",
      .not_for =
          "many consumers of a stream; a producer faster than the allocator: each frame is "
          "made whether or not there is room for it",
      .source =
          "LTTng and perf ring buffers (drop or block); 1:1 queues as in FastForward, PPoPP "
          "2008",
      .breaks =
          "buffers and allocators that are fast on average: a pause of either longer than "
          "the buffer shows as drop_share, or with block in the tail",
  };

  explicit streaming_buffer(const setting& s)
      : _all(s, ~std::uint64_t{0}), _blocks(blocks(s.params.text("overrun"))), _books(s.threads) {
    const std::uint64_t capacity = whole_parameter(s, "capacity", 1, 65536);
    for (unsigned i = 0; i < s.threads; ++i) {
      // Producer and consumer, and the audit after them.
      _buffers.push_back(
          std::make_unique<channel>(buffer_size{.capacity = capacity, .handles = 3}));
    }
  }

 private:
  static constexpr std::uint32_t words = 62;  // with the header 520 bytes
  struct alignas(no_share) channel {
    explicit channel(const buffer_size& size) : frames(size) {}
    buffer_type frames;
  };

  struct book {
    bag produced, dropped, received;
    std::uint64_t wrong = 0, disordered = 0;
    std::uint64_t next = 0;       // the least serial that may be received now
    document* waiting = nullptr;  // produced, and held up
  };

 public:
  class worker {
   public:
    worker(streaming_buffer& load, const seat& s)
        : _load(load),
          _index(s.index),
          _source(load._all.requests, s),
          _out(load._buffers[s.index]->frames),
          _in(load._buffers[(s.index + s.threads - 1) % s.threads]->frames) {}
    ~worker() { *_load._books[_index] = _book; }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally t;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        _source.look();
        const std::uint64_t lost = _book.dropped.count;
        const bool got = consume();
        // All that are due: frames don't wait for who is to take them.
        bool busy = got;
        for (unsigned n = 0; n < most_at_once && ready() && _source.due(!busy); ++n) {
          produce();
          busy = true;
        }
        _source.rest(busy);
        t += {1 + _book.dropped.count - lost, got ? 1u : 0u};
      }
      _source.end_step();
      if (_index == 0) _load._all.observe();
      return t;
    }

   private:
    static constexpr unsigned most_at_once = 64;

    /// No frame is held up.
    bool ready() {
      if (_book.waiting == nullptr) return true;
      if (!_out.try_push(_book.waiting)) return false;
      _book.waiting = nullptr;
      return true;
    }
    void produce() {
      const std::uint64_t id = name_of(_index, _serial++);
      document* const frame = _load._all.papers.make(id, words, _source.admit());
      _book.produced.put(id);
      if (_out.try_push(frame)) return;
      if (_load._blocks) {
        _book.waiting = frame;
        return;
      }
      _load._all.papers.drop(frame);
      _book.dropped.put(id);
      _source.give_up();
    }
    bool consume() {
      document* frame = nullptr;
      if (!_in.try_pop(frame)) return false;
      const std::int64_t stamp = frame->stamp;
      _load.receive(_book, _index, frame);
      _source.complete(stamp);
      return true;
    }

    streaming_buffer& _load;
    unsigned _index;
    open_loop::source _source;
    typename buffer_type::handle _out, _in;
    std::uint64_t _serial = 0;
    book _book;
  };

  /// Receives what is left. Each frame was received once, in order and unharmed, or dropped once.
  complaint verify() {
    std::uint64_t wrong = 0, disordered = 0;
    bag produced;
    for (const auto& b : _books) produced += b->produced;
    std::uint64_t most = 2 * produced.count;  // should a buffer give out frames for ever
    const auto threads = static_cast<unsigned>(_books.size());
    for (unsigned i = 0; i < threads; ++i) {
      const unsigned consumer = (i + 1) % threads;
      typename buffer_type::handle in(_buffers[i]->frames);
      document* frame = nullptr;
      for (; most > 0 && in.try_pop(frame); --most) receive(*_books[consumer], consumer, frame);
      if (_books[i]->waiting != nullptr) receive(*_books[consumer], consumer, _books[i]->waiting);
    }
    _dropped = bag{};
    bag received;
    for (const auto& b : _books) {
      received += b->received;
      _dropped += b->dropped;
      wrong += b->wrong;
      disordered += b->disordered;
    }
    _produced = produced.count;
    if (wrong != 0) return std::to_string(wrong) + " frames arrived changed, or at a stranger's";
    if (disordered != 0) {
      return std::to_string(disordered) + " frames arrived after a later one, or a second time";
    }
    bag accounted = received;
    accounted += _dropped;
    if (accounted != produced) {
      return std::to_string(produced.count) + " frames were produced, " +
             std::to_string(received.count) + " received and " + std::to_string(_dropped.count) +
             " dropped" + (accounted.count == produced.count ? ": not the same ones" : "");
    }
    if (_blocks && _dropped.count != 0) return "frames were dropped where they should have waited";
    return _all.papers.verify();
  }

  std::vector<metric> metrics() const {
    std::vector<metric> all;
    _all.report(all);
    all.push_back({"drop_share", "share",
                   static_cast<double>(_dropped.count) /
                       static_cast<double>(std::max<std::uint64_t>(_produced, 1))});
    return all;
  }
  std::vector<series> histories() const { return _all.histories(); }

 private:
  static bool blocks(const std::string& overrun) {
    if (overrun == "block") return true;
    if (overrun == "drop") return false;
    throw std::invalid_argument("overrun: '" + overrun + "' is not drop or block");
  }
  void receive(book& by, unsigned index, document* frame) {
    const std::uint64_t id = frame->id;
    const auto threads = static_cast<unsigned>(_books.size());
    by.wrong +=
        frame->words != words || who_of(id) != (index + threads - 1) % threads || !frame->intact();
    by.disordered += serial_of(id) < by.next;
    by.next = serial_of(id) + 1;
    by.received.put(id);
    _all.papers.drop(frame);
  }

  premises<typename Kit::allocator> _all;
  bool _blocks;
  std::vector<std::unique_ptr<channel>> _buffers;  // by producer
  std::vector<padded<book>> _books;
  bag _dropped;
  std::uint64_t _produced = 0;
};

}  // namespace contend::suites
