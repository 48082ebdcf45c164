-- Without a file a plot is drawn in the terminal: braille where the locale is UTF-8, ASCII elsewhere, as wide as it is told.
local ng = require "nilgrad"
local settings = {}
os.getenv = function(name) return settings[name] end

local x, falling, waves = {}, {}, {}
for i = 1, 50 do x[i], falling[i], waves[i] = i, 10 ^ (2 - i / 10), 5 + 4 * math.sin(i / 8) end

local function draw(options)
  options.columns, options.rows = 44, 6
  ng.plot.lines(options)
end

settings.LC_ALL = "C.UTF-8"
draw { title = "Convergence", x = "evaluations", y = "best value", log = "y", series = { { x = x, y = falling } } }
-->                 Convergence
--> best value
-->  100┤⠑⠒⠤⢄⣀
-->     │     ⠉⠉⠒⠢⠤⢄⣀⡀
-->    1┤            ⠈⠉⠒⠢⠤⣀⡀
-->     │                  ⠈⠉⠉⠒⠢⠤⣀⡀
--> 0.01┤                         ⠈⠉⠒⠒⠢⠤⣀⡀
-->     │                                ⠈⠉⠑⠒⠤⢄⣀
-->     └───────────────┬──────────────┬────────
-->                     20             40
-->                                  evaluations
-- Lines are told apart by marks where there are no colours; a band shows as its dotted edges.
draw { x = "step", series = { { name = "falling", x = x, y = falling }, { name = "waves…", x = x, y = waves, dashed = true } } }
--> 100┤
-->    │⢢
-->    │ ⢣
-->  50┤  ⠣⡀
-->    │   ●⠢⢄
-->   0┤⠤⠤ ⠐⠒⠂■⠒⠲⠤⠴⠶⢆⣀⣒⣒⣀●⣤⣄⣀■⣤⣀⣀⣀⣀⣀⣀⣀⣀⣀●⣀⣀■⣤⣀⣠⣤
-->    └───────────────┬───────────────┬────────
-->                    20              40
-->                                         step
-->  ●── falling   ■╌╌ waves…
draw { series = { { y = { 1, 2, 3 }, low = { 0, 1, 2 }, high = { 2, 3, 4 } } } }
--> 4┤                              ⡀ ⡀ ⠄ ⠄ ⠂ ⠁
-->  │                ⡀ ⡀ ⠄ ⠄ ⠂ ⠂ ⠁       ⢀⣀⣀⣀⠤⠤
-->  │  ⡀ ⡀ ⠄ ⠄ ⠂ ⠂ ⠁        ⣀⣀⣀⡠⠤⠤⠤⠒⠒⠒⠉⠉⠉⠁
--> 2┤⠁     ⢀⣀⣀⣀⣀⠤⠤⠤⠤⠒⠒⠒⠒⠉⠉⠉⠉     ⡀ ⡀ ⠄ ⠄ ⠂ ⠂ ⠁
-->  │⠒⠒⠊⠉⠉⠉⠁       ⡀ ⠄ ⠄ ⠂ ⠂ ⠁ ⠁
--> 0┤⡀ ⠄ ⠄ ⠂ ⠂ ⠁ ⠁
-->  └┬────────────────────┬───────────────────┬
-->   1                    2                   3
draw { series = { { name = "points", y = { 1, 0 / 0, 3, 2, 1 / 0, 2 }, style = "points" } } }
--> 3┤                     •
-->  │
-->  │
--> 2┤                           •             •
-->  │
--> 1┤       •
-->  └┬─────────────┬────────────┬─────────────┬
-->   0             2            4             6
-->  • points
draw { series = { { y = { 7 } } } }
--> 7.5┤
-->    │
-->    │
-->   7┤                    ⠁
-->    │
--> 6.5┤
-->    └┬───────────────────┬──────────────────┬
-->    0.5                  1                1.5
settings = { LC_ALL = "C", LANG = "C.UTF-8" }
draw { title = "ε falls…", series = { { name = "falling", x = x, y = falling }, { name = "Σ waves", x = x, y = waves } } }
-->                 eps falls...
--> 100+
-->    |*
-->    | **
-->  50+  **
-->    |    ***
-->   0+oooooooooooooooooooooooooooooooooooooooo
-->    +---------------+---------------+--------
-->                    20              40
-->  *-- falling   o-- ? waves
