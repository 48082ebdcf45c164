-- How the report of a study looks.
return [[
:root { color-scheme: light; }
body { font: 15px/1.5 "DejaVu Sans", Verdana, Helvetica, Arial, sans-serif; color: #222; background: #fff; margin: 0 auto; max-width: 1120px; padding: 24px; }
h1 { font-size: 26px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 19px; margin: 40px 0 10px; padding-bottom: 4px; border-bottom: 1px solid #ddd; }
p.sub { color: #666; margin: 0 0 20px; }
nav { margin: 12px 0 0; font-size: 14px; }
nav a { margin-right: 14px; color: #0072b2; text-decoration: none; }
.tiles { display: flex; flex-wrap: wrap; gap: 12px; }
.tile { border: 1px solid #ddd; border-radius: 6px; padding: 10px 16px; min-width: 110px; }
.tile b { display: block; font-size: 22px; font-weight: 600; }
.tile span { color: #666; font-size: 13px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; }
th, td { text-align: left; padding: 4px 12px 4px 0; border-bottom: 1px solid #eee; vertical-align: top; white-space: nowrap; }
th { color: #555; font-weight: 600; border-bottom: 1px solid #bbb; position: sticky; top: 0; background: #fff; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td.long { white-space: normal; overflow-wrap: anywhere; min-width: 220px; }
.complete { color: #0072b2; } .pruned { color: #777; } .failed { color: #d55e00; } .running { color: #009e73; } .waiting { color: #555; }
.best td { background: #fff6e0; }
svg { width: 100%; height: auto; display: block; }
pre { background: #f6f6f6; border-radius: 6px; padding: 12px 16px; overflow-x: auto; font: 13px/1.5 "DejaVu Sans Mono", Menlo, Consolas, monospace; }
footer { color: #888; font-size: 12px; margin-top: 48px; }
@media print { body { max-width: none; padding: 0; } h2 { break-after: avoid; } svg, tr { break-inside: avoid; } }
]]
