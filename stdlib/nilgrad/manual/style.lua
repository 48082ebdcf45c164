-- How the manual looks: on a screen, light or dark, narrow or wide, and on paper.
return [[
:root { color-scheme: light dark; --text: #22262b; --soft: #5d6670; --paper: #fff; --side: #f5f6f8; --line: #d9dde2; --faint: #eceef1; --block: #f6f7f9;
  --link: #0b62a4; --mark: #fff3c9; --keyword: #8d2b7a; --string: #1f6f3d; --number: #a2470c; --comment: #6b7480; }
@media (prefers-color-scheme: dark) { :root { --text: #dfe3e8; --soft: #9aa4af; --paper: #15181c; --side: #1b1f24; --line: #353c45; --faint: #262c33;
  --block: #1d2228; --link: #79bdf2; --mark: #4a4020; --keyword: #d9a0d2; --string: #8fce9f; --number: #e8a874; --comment: #8d98a4; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 12px; }
body { margin: 0; display: grid; grid-template-columns: 250px minmax(0, 1fr); font: 16px/1.55 "DejaVu Sans", Verdana, Helvetica, Arial, sans-serif;
  color: var(--text); background: var(--paper); }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
code, pre, samp { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 13.5px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 8px; top: 8px; background: var(--paper); padding: 6px; z-index: 2; }
aside { background: var(--side); border-right: 1px solid var(--line); padding: 18px 16px 40px; position: sticky; top: 0; height: 100vh; overflow-y: auto; }
aside .name { font-weight: 700; font-size: 19px; display: block; margin-bottom: 2px; color: var(--text); }
aside .version { color: var(--soft); font-size: 13px; margin: 0 0 12px; }
aside label { font-size: 13px; color: var(--soft); }
aside input { width: 100%; font: inherit; font-size: 14px; padding: 6px 8px; border: 1px solid var(--line); border-radius: 5px; background: var(--paper);
  color: var(--text); }
aside ul { list-style: none; margin: 14px 0 0; padding: 0; font-size: 14px; }
aside li { margin: 1px 0; }
aside li a { display: block; padding: 2px 6px; border-radius: 4px; color: inherit; overflow-wrap: anywhere; }
aside li a:hover, aside li a[aria-current] { background: var(--faint); text-decoration: none; }
aside li a[aria-current] { font-weight: 600; }
aside li ul { margin: 0 0 6px 12px; font-size: 13px; border-left: 1px solid var(--line); padding-left: 4px; }
main { padding: 26px 40px 80px; max-width: 980px; min-width: 0; }
h1 { font-size: 29px; line-height: 1.2; margin: 0 0 6px; overflow-wrap: anywhere; }
h2 { font-size: 21px; line-height: 1.3; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 a { color: inherit; }
h4 { font-size: 13px; font-weight: 600; letter-spacing: .03em; text-transform: uppercase; color: var(--soft); margin: 18px 0 4px; }
article { border-top: 1px solid var(--line); margin-top: 34px; padding-top: 22px; }
article:target h2, dt:target { background: var(--mark); }
p { margin: 6px 0; }
p.summary { color: var(--soft); font-size: 16.5px; }
p.signature { padding: 8px 12px; background: var(--block); border-left: 3px solid var(--link); border-radius: 0 5px 5px 0; overflow-wrap: anywhere; }
.maths { margin: 14px 0; }
p.formula { font-family: "Latin Modern Roman", "STIX Two Text", "DejaVu Serif", Cambria, Georgia, serif; line-height: 1.85; margin: 2px 0; }
.maths sub, .maths sup { font-size: 75%; line-height: 0; }
math mi.v { font-style: italic; }
pre { background: var(--block); border: 1px solid var(--faint); border-radius: 6px; padding: 10px 14px; margin: 6px 0; overflow-x: auto; line-height: 1.5; }
pre.output { border-left: 3px solid var(--line); color: var(--soft); background: none; max-height: 22em; }
.k { color: var(--keyword); } .s { color: var(--string); } .n { color: var(--number); } .c { color: var(--comment); font-style: italic; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 14.5px; line-height: 1.45; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 6px 14px 6px 0; border-bottom: 1px solid var(--faint); }
thead th { color: var(--soft); font-weight: 600; font-size: 13px; border-bottom-color: var(--line); }
tbody th { font-weight: 600; white-space: nowrap; }
td code { overflow-wrap: anywhere; }
.options td:nth-child(2) { min-width: 9em; } .options td:nth-child(3) { min-width: 8em; } .options td:nth-child(4) { min-width: 17em; }
.unit { color: var(--soft); font-size: 13px; white-space: nowrap; }
.unit::before { content: "in "; }
dl { margin: 6px 0; }
dt { overflow-wrap: anywhere; border-radius: 4px; }
dd { margin: 0 0 9px 22px; }
dl.facts { display: grid; grid-template-columns: 92px minmax(0, 1fr); gap: 4px 12px; font-size: 14.5px; margin-top: 18px; }
dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; overflow-wrap: anywhere; }
.contents td:first-child { white-space: nowrap; }
#results { list-style: none; padding: 0; }
#results li { margin: 8px 0; }
#results span { color: var(--soft); display: block; font-size: 14.5px; }
footer { color: var(--soft); font-size: 13px; margin-top: 60px; }
@media (max-width: 760px) { body { display: block; } aside { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); padding-bottom: 16px; }
  aside > nav > ul { columns: 2; } aside li ul { display: none; } main { padding: 20px 16px 60px; } h1 { font-size: 24px; } dl.facts { grid-template-columns: 1fr; gap: 0; }
  dl.facts dd { margin-bottom: 8px; } }
@media print { body { display: block; font-size: 11pt; } aside, .skip { display: none; } main { max-width: none; padding: 0; } pre { white-space: pre-wrap; } pre.output { max-height: none; }
  article, pre, tr { break-inside: avoid-page; } h2, h4 { break-after: avoid-page; } a { color: inherit; } }
]]
