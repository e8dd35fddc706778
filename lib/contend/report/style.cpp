#include <contend/report/style.hpp>

namespace contend {

// The palette is Okabe and Ito's, darkened on white and lightened on black to a contrast of 3:1 at
// least; markers differ in shape too, so that no one needs the colours.
const std::string_view page_style = R"css(
:root {
  color-scheme: light dark;
  --paper: #ffffff; --panel: #f6f7f9; --ink: #1a1e24; --soft: #59636f; --line: #dde1e6; --grid: #e9ecef;
  --over: #f3f1ea; --accent: #0061a8; --bad: #b3261e; --bad-panel: #fdf0ee; --odd: #8a5a00; --odd-panel: #fcf5e6;
  --c0: #0072b2; --c1: #d55e00; --c2: #00835f; --c3: #b5508d; --c4: #9a7100; --c5: #3391c7; --c6: #5c6670; --c7: #7a4fb5;
  --text: ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Inter", "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12151a; --panel: #1a1e25; --ink: #e4e7eb; --soft: #9aa5b1; --line: #2d343d; --grid: #242a32;
    --over: #1c1d1c; --accent: #6db8f2; --bad: #ff8f84; --bad-panel: #2a1917; --odd: #e8b44c; --odd-panel: #272012;
    --c0: #4fa9e6; --c1: #ff8b45; --c2: #34c29a; --c3: #e58fc4; --c4: #dcb23c; --c5: #9bd4f7; --c6: #a9b3be; --c7: #b897ea;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 var(--text); }
.page { max-width: 1240px; margin: 0 auto; padding: 40px 32px 64px; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
h1, h2, h3, h4 { line-height: 1.2; font-weight: 650; letter-spacing: -0.011em; margin: 0; }
h1 { font-size: 30px; letter-spacing: -0.022em; }
h2 { font-size: 22px; margin: 64px 0 4px; padding-top: 20px; border-top: 2px solid var(--ink); }
h3 { font-size: 18px; margin: 40px 0 6px; }
h4 { font: 600 13px/1.4 var(--mono); color: var(--soft); margin: 28px 0 4px; letter-spacing: 0; }
h2, h3, h4 { scroll-margin-top: 16px; }
h2 .path, h3 .path { font: 400 13px var(--mono); color: var(--soft); margin-left: 8px; letter-spacing: 0; overflow-wrap: anywhere; }
p { margin: 8px 0; max-width: 76ch; }
code { font: 13px var(--mono); overflow-wrap: anywhere; }
.sub { color: var(--soft); margin: 6px 0 0; max-width: none; }
.read { color: var(--soft); font-size: 14px; max-width: 96ch; margin: 18px 0 0; }
.read b { color: var(--ink); font-weight: 600; }

.tiles { display: flex; flex-wrap: wrap; gap: 10px; margin: 22px 0 0; padding: 0; list-style: none; }
.tiles li { background: var(--panel); border-radius: 8px; padding: 9px 16px 8px; color: var(--soft); font-size: 13px; line-height: 1.35; }
.tiles b { display: block; font-size: 20px; font-weight: 650; color: var(--ink); font-variant-numeric: tabular-nums; }
.tiles .bad { background: var(--bad-panel); } .tiles .bad b { color: var(--bad); }
.tiles .odd { background: var(--odd-panel); } .tiles .odd b { color: var(--odd); }

nav { margin: 30px 0 0; }
nav ul { list-style: none; margin: 0; padding: 0; columns: 3 260px; column-gap: 36px; }
nav > ul > li { break-inside: avoid; margin: 0 0 16px; }
nav > ul > li > a { font-weight: 650; color: var(--ink); text-decoration: none; display: block; padding: 0 0 3px; margin: 0 0 3px; border-bottom: 1px solid var(--line); }
nav ul ul { columns: auto; }
nav ul ul li { display: flex; justify-content: space-between; gap: 12px; font-size: 14px; line-height: 1.7; }
nav ul ul a { text-decoration: none; } nav a:hover { text-decoration: underline; }
nav .n { color: var(--soft); font-size: 12.5px; font-variant-numeric: tabular-nums; white-space: nowrap; }

.notice { border-left: 3px solid var(--bad); background: var(--bad-panel); border-radius: 0 8px 8px 0; padding: 13px 20px; margin: 12px 0 0; }
.read + .notice, header + .notice { margin-top: 26px; }
.notice.odd { border-color: var(--odd); background: var(--odd-panel); }
.notice h2 { border: 0; padding: 0; margin: 0 0 6px; font-size: 16px; color: var(--bad); }
.notice.odd h2 { color: var(--odd); }
.notice ul { margin: 0; padding: 0; list-style: none; }
.notice li { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 16px; padding: 2px 0; font-size: 14px; }
.notice li > :last-child { color: var(--soft); }
.notice a { text-decoration: none; } .notice a:hover { text-decoration: underline; text-underline-offset: 4px; }
.notice details { font-size: 14px; padding: 2px 0; }

.card { margin: 6px 0 0; font-size: 14px; color: var(--soft); display: grid; grid-template-columns: max-content 1fr; gap: 1px 16px; max-width: 104ch; }
.card dt { color: var(--ink); opacity: .8; } .card dd { margin: 0; }


.answer > p, .answer section > p { max-width: 96ch; } .answer p.aside { margin-top: 2px; } .answer .scroll { margin-top: 20px; }
header + .answer > h2 { margin-top: 36px; } .answer caption b { color: var(--ink); font-weight: 600; }
.designs dl { display: grid; grid-template-columns: max-content 1fr; gap: 8px 20px; margin: 8px 0 0; font-size: 14px; max-width: 110ch; }
.designs dd { margin: 0; color: var(--soft); } .designs dd b { color: var(--ink); font-weight: 600; } .designs dd small { display: block; font-size: 12.5px; }
.verdict { font-size: 16px; font-weight: 600; overflow-wrap: anywhere; }
td.gain, td.loss { font-weight: 650; } td.gain { color: var(--accent); } td.loss { color: var(--odd); } td.gain small, td.loss small { font-weight: 400; }
.here rect { fill: var(--ink); opacity: .09; } .here path { stroke: var(--ink); stroke-width: 1.4; fill: none; stroke-dasharray: 2 3; }
.one { max-width: 720px; } th .n { display: inline-block; min-width: 1.6em; color: var(--soft); font-weight: 400; }

.views { border: 0; margin: 26px 0 0; padding: 0; display: flex; gap: 0; font-size: 14px; }
.views legend { float: left; color: var(--soft); margin-right: 12px; padding: 4px 0; }
.views input { position: absolute; opacity: 0; }
.views span { display: block; padding: 4px 14px; border: 1px solid var(--line); margin-left: -1px; cursor: pointer; }
.views label:first-of-type span { border-radius: 7px 0 0 7px; } .views label:last-of-type span { border-radius: 0 7px 7px 0; }
.views input:checked + span { background: var(--ink); border-color: var(--ink); color: var(--paper); }
.views input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 2px; }
@supports not selector(:has(*)) { .views { display: none; } }
body:has(#view-throughput:checked) .plots .efficiency, body:has(#view-efficiency:checked) .plots .throughput { display: none; }
body:has(#view-throughput:checked) .plots, body:has(#view-efficiency:checked) .plots { grid-template-columns: minmax(0, 860px); }

figure { margin: 14px 0 0; }
.plots { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px 28px; }
.times { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px 28px; margin: 8px 0 0; }
.plots .none { align-self: center; justify-self: center; color: var(--soft); font-size: 14px; padding: 24px; max-width: 44ch; text-align: center; }
.chart { width: 100%; height: auto; display: block; overflow: visible; font-family: var(--text); }
.chart text { fill: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
.chart .yname { fill: var(--ink); font-size: 13px; font-weight: 600; } .chart .yname tspan { fill: var(--soft); font-weight: 400; font-size: 12px; }
.chart .ytick { text-anchor: end; } .chart .xtick, .chart .xname { text-anchor: middle; } .chart .xtick { fill: var(--ink); }
.chart .zone { text-anchor: end; font-size: 11px; }
.grid { stroke: var(--grid); fill: none; } .axis { stroke: var(--soft); fill: none; }
.over { fill: var(--over); } .edge { stroke: var(--line); stroke-dasharray: 1 3; fill: none; }
.ideal { stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 5 4; fill: none; opacity: .75; }
.c0 { --c: var(--c0); } .c1 { --c: var(--c1); } .c2 { --c: var(--c2); } .c3 { --c: var(--c3); }
.c4 { --c: var(--c4); } .c5 { --c: var(--c5); } .c6 { --c: var(--c6); } .c7 { --c: var(--c7); } .c8 { --c: var(--soft); }
.ceiling .line { stroke-width: 1.5; stroke-dasharray: 8 4; } .ceiling .whisker { opacity: .4; }
.mark.refused { fill: var(--paper); stroke: var(--c); stroke-width: 1.4; opacity: .6; } .strike { stroke: var(--c); stroke-width: 1.4; opacity: .6; fill: none; }
.spot { fill: var(--c); opacity: 0; pointer-events: all; }
td s { text-decoration-thickness: 1px; opacity: .8; }
.series, .label, .failed { transition: opacity .12s; }
.series:focus { outline: none; } .series:focus-visible .line { stroke-width: 3.4; }
.line { stroke: var(--c); stroke-width: 1.9; fill: none; stroke-linecap: round; } .line.unsure { stroke-dasharray: 2 5; }
.law { stroke: var(--c); stroke-width: 1; fill: none; opacity: .75; } .law.beyond { stroke-dasharray: 5 3; }
.band { fill: var(--c); opacity: .13; } .whisker { stroke: var(--c); stroke-width: 1.2; opacity: .65; fill: none; }
.mark { fill: var(--c); stroke: var(--paper); stroke-width: 1; } .mark.hollow { fill: var(--paper); stroke: var(--c); stroke-width: 1.7; }
.modes { stroke: var(--c); stroke-width: 1; fill: none; } .own { stroke: var(--c); stroke-dasharray: 5 4; fill: none; opacity: 0; }
.failed path { stroke: var(--c); stroke-width: 2.2; fill: none; stroke-linecap: round; pointer-events: bounding-box; }
.chart .label text { fill: var(--c); font-size: 12px; font-weight: 600; } .chart .early text { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; } .leader { stroke: var(--c); opacity: .45; fill: none; } .leader.far { stroke-dasharray: 1 4; opacity: .8; }
.hot .series:not(.on), .hot .label:not(.on), .hot .failed:not(.on), .hot .leader:not(.on) { opacity: .13; }
.hot .series.on .own { opacity: .8; } .hot .series.on .band { opacity: .26; } .hot .ideal { opacity: .25; }

.scroll { overflow-x: auto; margin: 10px 0 0; } .scroll + .scroll { margin-top: 22px; }
table { border-collapse: collapse; font-size: 13.5px; font-variant-numeric: tabular-nums; min-width: 100%; }
caption { text-align: left; color: var(--soft); font-size: 13px; padding: 0 0 4px; }
th, td { text-align: right; padding: 5px 11px; white-space: nowrap; vertical-align: baseline; border-bottom: 1px solid var(--grid); }
thead th { color: var(--soft); font-weight: 500; border-bottom: 1px solid var(--line); font-size: 12.5px; }
th:first-child, td.l, th.l { text-align: left; } th:first-child { padding-left: 2px !important; } tbody th { font-weight: 550; }
tbody tr[data-series] { cursor: default; } .hot tr.on > * { background: var(--panel); }
td small { color: var(--soft); font-size: 11.5px; display: block; line-height: 1.25; }
td.odd small { color: inherit; opacity: .8; }
td.wide { white-space: normal; min-width: 32ch; }
td.over { background: var(--over); } td.bad { color: var(--bad); font-weight: 550; } td.odd { color: var(--odd); } td.muted, span.muted { color: var(--soft); }
.key { width: 14px; height: 12px; margin-right: 7px; vertical-align: -1px; overflow: visible; } .key path { fill: var(--c); }
details > summary { cursor: pointer; color: var(--accent); font-size: 13.5px; padding: 6px 0; width: max-content; max-width: 100%; }
details.all th, details.all td { padding-left: 8px; padding-right: 8px; font-size: 12.5px; }
.aside { color: var(--soft); font-size: 13.5px; }

.what { font: 13px/1.6 var(--mono); color: var(--soft); margin: 12px 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.tiles .good b { color: var(--accent); }
.changes { width: 100%; } .changes tbody th { text-align: left; padding-top: 20px; font-weight: 400; white-space: normal; overflow-wrap: anywhere; }
.changes tbody th span { font-weight: 650; margin-right: 6px; } .changes small { color: var(--soft); font-weight: 400; } .changes td small { display: inline; }
.changes td { padding-top: 0; padding-bottom: 0; vertical-align: middle; } .changes td.wide { padding-top: 3px; padding-bottom: 3px; }
.changes span.bad { color: var(--bad); } .changes span.odd { color: var(--odd); } .changes span.good { color: var(--accent); }
tr.bad { --c: var(--bad); } tr.odd { --c: var(--odd); } tr.good { --c: var(--accent); } tr.plain { --c: var(--soft); }
.forest { width: 300px; display: block; } .forest .margin { fill: var(--over); } .forest .zero { stroke: var(--soft); fill: none; opacity: .6; }
.forest .whisker { stroke-width: 2; opacity: 1; } .forest .arrow { fill: var(--c); } .forest text { fill: var(--soft); font-size: 11.5px; text-anchor: middle; }

footer { margin: 72px 0 0; padding: 20px 0 0; border-top: 2px solid var(--ink); }
footer h2 { border: 0; padding: 0; margin: 0 0 12px; }
.facts { columns: 2 380px; column-gap: 40px; } .facts section { break-inside: avoid; margin: 0 0 22px; }
.facts h3 { margin: 0 0 4px; font-size: 14px; }
.facts dl { margin: 0; display: grid; grid-template-columns: minmax(7em, max-content) 1fr; gap: 2px 16px; font-size: 13.5px; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }

@media (max-width: 960px) { .plots, .times { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 640px) {
  .page { padding: 22px 16px 40px; } h1 { font-size: 25px; } h2 { margin-top: 44px; } h3 .path { display: block; margin: 3px 0 0; }
  .designs dl { grid-template-columns: minmax(0, 1fr); gap: 0; } .designs dd { margin: 0 0 10px; }
  .card { grid-template-columns: 1fr; gap: 0; } .card dd { margin: 0 0 5px; }
  th, td { padding: 5px 8px; } .tiles li { padding: 7px 12px; } .facts dl { grid-template-columns: 1fr; gap: 0; } .facts dd { margin: 0 0 6px; }
  tbody th { position: sticky; left: 0; background: var(--paper); }
  .chart text { font-size: 13.5px; } .chart .label text { font-size: 12.5px; } .chart .yname, .chart .yname tspan { font-size: 15px; }
}
@media print { .views { display: none; } .plots { break-inside: avoid; } body { font-size: 11px; } a { color: inherit; } }
)css";

}  // namespace contend
