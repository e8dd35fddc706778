// Laws of scaling: how much a team gets done, as a function of its threads.
#pragma once

#include <optional>

namespace contend {

enum class law_kind {
  linear,     ///< every thread adds as much as the first
  amdahl,     ///< a part of each operation is done by one thread at a time
  usl,        ///< that, and every pair of threads costs something
  gustafson,  ///< the work grows with the threads, except for a part that is done once
  roofline,   ///< linear up to a ceiling
  handoff,    ///< one server for all, which is slower when it changes hands
};

/// "linear", "amdahl", ...
[[nodiscard]] const char* to_string(law_kind kind) noexcept;

/// A law with its parameters. `scale` is the rate of one thread; what `first` and `second` are
/// depends on the kind, and an unused one is 0. With n threads:
///
///     linear     scale n
///     amdahl     scale n / (1 + first (n - 1))
///     usl        scale n / (1 + first (n - 1) + second n (n - 1))
///     gustafson  scale (first + (1 - first) n)
///     roofline   scale min(n, first)
///     handoff    scale n / (1 - first + R(n)), where R(n) = S(n) (1 + Q(n - 1)),
///                S(n) = first + second (1 - 1/n), and Q(n) of the n threads are at the server
///
/// Amdahl 1967; Gunther, "A General Theory of Computational Scalability Based on Rational
/// Functions", arXiv 0808.1431 (usl: sigma is `first`, kappa is `second`); Gustafson 1988. The
/// hand-off is the machine repairman's mean value analysis (Reiser, Lavenberg 1980): of the time of
/// a lone thread's operation the share `first` is spent at the server, and `second` is what the
/// server takes longer, on the same scale, when its last user was another thread.
struct law {
  law_kind kind = law_kind::linear;
  double scale = 0;
  double first = 0;
  double second = 0;
};

/// How many of scale, first and second the kind has.
[[nodiscard]] unsigned parameters_of(law_kind kind) noexcept;

/// Operations a second with n >= 1 threads. The hand-off is defined on whole threads; between them
/// it is joined by straight lines.
[[nodiscard]] double rate_of(const law& of, double n);

/// The number of threads past which the law gives no more: where the usl peaks, the roofline's
/// edge, and where the hand-off's server would be busy all the time if the threads never met at it.
/// None if there is no such number.
[[nodiscard]] std::optional<double> gain_ends_at(const law& of) noexcept;

/// The rate there: the usl's peak, the roofline's ceiling, what the hand-off settles at.
[[nodiscard]] std::optional<double> rate_at_end(const law& of) noexcept;

}  // namespace contend
