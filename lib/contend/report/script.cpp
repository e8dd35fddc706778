#include <contend/report/style.hpp>

namespace contend {

const std::string_view page_script = R"js(
'use strict';
// Pointing at a series, focusing it or its row marks it in both charts and the table; a click keeps it.
for (const figure of document.querySelectorAll('figure')) {
  let kept = null;
  const show = id => {
    figure.classList.toggle('hot', id !== null);
    for (const part of figure.querySelectorAll('[data-series]')) {
      part.classList.toggle('on', part.dataset.series === id);
    }
  };
  const of = event => {
    const part = event.target.closest('[data-series]');
    return part ? part.dataset.series : null;
  };
  figure.addEventListener('pointerover', event => { const id = of(event); show(id === null ? kept : id); });
  figure.addEventListener('pointerleave', () => show(kept));
  figure.addEventListener('focusin', event => { const id = of(event); if (id !== null) show(id); });
  figure.addEventListener('focusout', () => show(kept));
  figure.addEventListener('click', event => {
    const id = of(event);
    kept = id === kept ? null : id;
    show(kept);
  });
  figure.addEventListener('keydown', event => {
    if (event.key === 'Escape') { kept = null; show(null); }
  });
}
// A link into a folded part opens it.
const unfold = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.closest('details')) target.closest('details').open = true;
};
addEventListener('hashchange', unfold);
unfold();
)js";

}  // namespace contend
