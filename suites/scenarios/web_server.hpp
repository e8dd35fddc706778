// A web server: connections hand requests to whoever has time, and get their answers back.
#pragma once

#include "kit.hpp"
#include "premises.hpp"

#include <deque>
#include <memory>

namespace contend::suites {

/// Parameter: `arrivals`, see open_loop. Every worker is an acceptor of its own connections and
/// serves what any of them has accepted.
template <scenario_kit Kit>
class web_server {
  using queue = typename Kit::template buffer_of<document*>;
  static_assert(for_everybody<queue>);

 public:
  using subject = Kit;
  static constexpr std::string_view name = "web_server";
  static constexpr card about{
      .title = "A web server's request queue",
      .operation =
          "one request: made by its acceptor, queued, served by any worker, which frees it and "
          "makes the answer; the answer is handed back, checked and freed by the acceptor. A round "
          "in which a worker completes none is a failed attempt",
      .models =
          "thread-pool servers: acceptors, one request queue, workers, a completion queue for each "
          "acceptor; answers of 64 bytes to 2 KiB",
      .frees =
          "a request whoever served it, an answer the acceptor: both mostly other threads' "
          "blocks",
      .exposes =
          "an allocator's remote frees in both directions, and what a shared queue adds to the "
          "tail as the arrivals near what the server can do",
      .not_for =
          "parsing, sockets and system calls, which are not there; nor a latency under 75 % on "
          "more threads than CPUs, where it is the scheduler's",
      .source =
          "SPECweb and TechEmpower's plaintext in shape; open loop: wrk2, Tene 2013; Schroeder "
          "et al., NSDI 2006",
      .breaks =
          "closed-loop favourites: a design that stops for a while loses little throughput, "
          "and all of its p99.9",
  };

  explicit web_server(const setting& s)
      : _all(s, under_way_each * s.threads),
        _requests({.capacity = 2 * under_way_each * s.threads, .handles = s.threads + 1}),
        _desks(s.threads) {
    for (auto& d : _desks) d = std::make_unique<desk>(s.threads);
  }

 private:
  static constexpr std::size_t under_way_each = 256;
  // More than the acceptors have under way at any time: one that has its number used up, because an
  // old request is still out, waits.
  static constexpr std::size_t places = 1024;
  static constexpr std::uint32_t request_words = 8;

  /// An acceptor's side. It outlives its worker: the audit ends its business.
  struct alignas(no_share) desk {
    explicit desk(unsigned threads) : answers({.capacity = places, .handles = threads + 1}) {}

    queue answers;
    std::vector<std::uint8_t> open = std::vector<std::uint8_t>(places, 0);
    std::uint64_t next = 0;
    std::uint64_t asked = 0, answered = 0, wrong = 0, uncalled = 0;
    std::uint64_t spoilt = 0;  // requests that this worker got to serve, not as they were made
    document* unsent = nullptr;
    document* undelivered = nullptr;
  };

 public:
  class worker {
   public:
    worker(web_server& load, const seat& s)
        : _load(load),
          _index(s.index),
          _source(load._all.requests, s),
          _desk(*load._desks[s.index]),
          _requests(load._requests) {
      for (auto& d : load._desks) _answers.emplace_back(d->answers);
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally t;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        _source.look();
        const bool answered = collect();
        bool busy = serve() || answered;
        for (unsigned n = 0; n < open_loop::source::burst; ++n) {
          if (_desk.unsent == nullptr && !_source.due(!busy)) break;
          if (!accept()) break;
          busy = true;
        }
        _source.rest(busy);
        t += {1, answered ? 1u : 0u};
      }
      _source.end_step();
      if (_index == 0) _load._all.observe();
      return t;
    }

   private:
    bool collect() {
      document* answer = nullptr;
      if (!_answers[_index].try_pop(answer)) return false;
      const std::int64_t stamp = answer->stamp;
      _load.check(_desk, _index, answer);
      _source.complete(stamp);
      return true;
    }
    bool serve() {
      if (_desk.undelivered == nullptr) {
        document* request = nullptr;
        if (!_requests.try_pop(request)) return false;
        _desk.undelivered = _load.answer(_desk, request);
      }
      // Whoever asked has room, or is just making it.
      if (!_answers[who_of(_desk.undelivered->id)].try_push(_desk.undelivered)) return false;
      _desk.undelivered = nullptr;
      return true;
    }
    bool accept() {
      if (_desk.unsent == nullptr) {
        auto& place = _desk.open[_desk.next % places];
        if (place != 0) return false;
        place = 1;
        _desk.unsent =
            _load._all.papers.make(name_of(_index, _desk.next++), request_words, _source.admit());
        ++_desk.asked;
      }
      if (!_requests.try_push(_desk.unsent)) return false;
      _desk.unsent = nullptr;
      return true;
    }

    web_server& _load;
    unsigned _index;
    open_loop::source _source;
    desk& _desk;
    typename queue::handle _requests;
    std::deque<typename queue::handle> _answers;  // by acceptor
  };

  /// Ends what is under way. Each request was answered once, to whom it was from, with what it
  /// asked for; and every block was freed.
  complaint verify() {
    typename queue::handle requests(_requests);
    // Bounded, should a queue give out items for ever.
    std::uint64_t most = 0;
    for (const auto& d : _desks) most += 2 * d->asked;
    document* paper = nullptr;
    std::deque<document*> answers;
    desk& clerk = *_desks[0];
    for (; most > 0 && requests.try_pop(paper); --most) answers.push_back(answer(clerk, paper));
    for (unsigned i = 0; i < _desks.size(); ++i) {
      desk& d = *_desks[i];
      if (d.unsent != nullptr) answers.push_back(answer(clerk, d.unsent));
      if (d.undelivered != nullptr) answers.push_back(d.undelivered);
      d.unsent = d.undelivered = nullptr;
      typename queue::handle in(d.answers);
      for (; most > 0 && in.try_pop(paper); --most) check(d, i, paper);
    }
    for (document* a : answers) {
      const unsigned who = who_of(a->id);
      check(*_desks[who < _desks.size() ? who : 0], who, a);
    }
    std::uint64_t asked = 0, answered = 0, wrong = 0, uncalled = 0, spoilt = 0;
    for (const auto& d : _desks) {
      asked += d->asked;
      answered += d->answered;
      wrong += d->wrong;
      uncalled += d->uncalled;
      spoilt += d->spoilt;
    }
    if (spoilt != 0) return std::to_string(spoilt) + " requests arrived changed at who served them";
    if (wrong != 0) return std::to_string(wrong) + " answers were not what was asked for";
    if (uncalled != 0) {
      return std::to_string(uncalled) + " answers came a second time, or to who had not asked";
    }
    if (asked != answered) {
      return "of " + std::to_string(asked) + " requests only " + std::to_string(answered) +
             " were answered";
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
  /// Frees the request and makes the answer.
  document* answer(desk& by, document* request) {
    const std::uint64_t id = request->id;
    by.spoilt += request->words != request_words || !request->intact();
    document* const made = _all.papers.make(id, answer_words(id), request->stamp);
    _all.papers.drop(request);
    return made;
  }
  /// 64 bytes to 2 KiB, each doubling as likely as the others.
  static constexpr std::uint32_t answer_words(std::uint64_t id) noexcept {
    return 8u << (mix(id) % 6);
  }
  void check(desk& mine, unsigned index, document* answer) {
    const std::uint64_t id = answer->id;
    mine.wrong += answer->words != answer_words(id) || !answer->intact();
    auto& place = mine.open[serial_of(id) % places];
    if (who_of(id) == index && serial_of(id) < mine.next && place != 0) {
      place = 0;
      ++mine.answered;
    } else {
      ++mine.uncalled;
    }
    _all.papers.drop(answer);
  }

  premises<typename Kit::allocator> _all;
  queue _requests;
  std::vector<std::unique_ptr<desk>> _desks;
};

}  // namespace contend::suites
