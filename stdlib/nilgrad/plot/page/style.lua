-- How reports in HTML look.
return [[
:root { color-scheme: light; --text: #222; --soft: #666; --paper: #fff; --line: #ddd; --faint: #eee; --head: #555; --block: #f6f6f6; --link: #0072b2;
  --chosen: #fff6e0; --c1: #0072b2; --c2: #d55e00; --c3: #009e73; --c4: #cc79a7; --c5: #b07a00; --c6: #3b97c9; --c7: #000; }
@media (prefers-color-scheme: dark) { .dark { color-scheme: dark; --text: #e4e4e4; --soft: #a8a8a8; --paper: #16181c; --line: #3a3e46; --faint: #292d34;
  --head: #b8b8b8; --block: #22262c; --link: #6cbdf0; --chosen: #3a3320; --c1: #56b4e9; --c2: #f08a45; --c3: #2fc79b; --c4: #e29bc4; --c5: #e6b422; --c6: #9ad4f5;
  --c7: #eee; } }
body { font: 15px/1.5 "DejaVu Sans", Verdana, Helvetica, Arial, sans-serif; color: var(--text); background: var(--paper); margin: 0 auto; max-width: 1120px; padding: 24px; }
h1 { font-size: 26px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 19px; margin: 40px 0 10px; padding-bottom: 4px; border-bottom: 1px solid var(--line); }
p.sub { color: var(--soft); margin: 0 0 20px; }
nav { margin: 12px 0 0; font-size: 14px; }
nav a { margin-right: 14px; color: var(--link); text-decoration: none; }
.tiles { display: flex; flex-wrap: wrap; gap: 12px; }
.tile { border: 1px solid var(--line); border-radius: 6px; padding: 10px 16px; min-width: 110px; }
.tile b { display: block; font-size: 22px; font-weight: 600; }
.tile span { color: var(--soft); font-size: 13px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; }
th, td { text-align: left; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--faint); vertical-align: top; white-space: nowrap; }
th { color: var(--head); font-weight: 600; border-bottom: 1px solid var(--line); position: sticky; top: 0; background: var(--paper); }
th.n { white-space: normal; vertical-align: bottom; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td.long { white-space: normal; overflow-wrap: anywhere; min-width: 220px; }
.complete { color: #0072b2; } .pruned { color: #777; } .failed { color: var(--c2); } .running { color: #009e73; } .waiting { color: #555; }
.best td { background: var(--chosen); }
svg { width: 100%; height: auto; display: block; }
pre { background: var(--block); border-radius: 6px; padding: 12px 16px; overflow-x: auto; font: 13px/1.5 "DejaVu Sans Mono", Menlo, Consolas, monospace; }
footer { color: var(--soft); font-size: 12px; margin-top: 48px; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(420px, 100%), 1fr)); gap: 20px 28px; }
.charts figure { min-width: 0; margin: 0; }
figcaption { font-weight: 600; font-size: 14px; margin-bottom: 2px; }
.legend { font-size: 13px; color: var(--soft); }
.legend span { display: inline-block; margin-right: 14px; }
.legend i { display: inline-block; width: 18px; height: 3px; margin-right: 5px; vertical-align: middle; }
.legend i.dashed { mask: repeating-linear-gradient(90deg, #000 0 5px, transparent 5px 8px); }
.chart text { fill: var(--text); } .chart .grid { stroke: var(--faint); } .chart .axis { stroke: var(--soft); }
.l1 { stroke: var(--c1); } .l2 { stroke: var(--c2); } .l3 { stroke: var(--c3); } .l4 { stroke: var(--c4); } .l5 { stroke: var(--c5); } .l6 { stroke: var(--c6); }
.l7 { stroke: var(--c7); } .f1 { fill: var(--c1); } .f2 { fill: var(--c2); } .f3 { fill: var(--c3); } .f4 { fill: var(--c4); } .f5 { fill: var(--c5); }
.f6 { fill: var(--c6); } .f7 { fill: var(--c7); }
.cases { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr)); gap: 18px; }
.case { box-sizing: border-box; border: 1px solid var(--line); border-radius: 6px; padding: 10px; font-size: 12px; overflow-wrap: anywhere; }
.case .trio { display: flex; gap: 8px; margin-bottom: 6px; }
.case img { width: 30%; flex: 1 1 30%; min-width: 0; display: block; background: var(--faint); } .case img.small { image-rendering: pixelated; }
.case p { margin: 3px 0 0; line-height: 1.35; } .case .soft { color: var(--soft); }
@media (max-width: 600px) { body { padding: 14px; } h1 { font-size: 21px; } .tile { min-width: 84px; padding: 8px 10px; } .tile b { font-size: 18px; } }
@media print { body { max-width: none; padding: 0; } h2 { break-after: avoid; } svg, tr, .case { break-inside: avoid; } }
]]
