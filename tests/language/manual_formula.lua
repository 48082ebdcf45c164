-- What the manual makes of formulas: variables in italics, indices, powers, fractions of short parts; the rest as it is written.
local formula = require "nilgrad.manual.formula"

print(formula "x_i + 1")                         --> <i>x</i><sub><i>i</i></sub> + 1
print(formula "x_{i+1}^2")                       --> <i>x</i><sub><i>i</i>+1</sub><sup>2</sup>
print(formula "10^(6(i−1))")                     --> 10<sup>6(<i>i</i>−1)</sup>
print(formula "m₀ᵀ")                             --> <i>m</i><sub>0</sub><sup>T</sup>
print(formula "max_{k≠y} z_k")                   --> max<sub><i>k</i>≠<i>y</i></sub> <i>z</i><sub><i>k</i></sub>
print(formula "a < b & c")                       --> <i>a</i> &lt; <i>b</i> &amp; <i>c</i>
print(formula "1/q")                             --> <math displaystyle="true"><mfrac><mrow><mn>1</mn></mrow><mrow><mi class="v">q</mi></mrow></mfrac></math>
print((formula "(f(x+h) − f(x))/2h"):match "<mfrac><mrow>(.-)</mrow><mrow><mn>2</mn>" ~= nil)   --> true
print(formula "√d")                              --> <math displaystyle="true"><msqrt><mi class="v">d</mi></msqrt></math>

-- Not what looks alike: names, paths, words, brackets that do not close.
print(formula "NLopt's LN_BOBYQA")               --> NLopt's LN_BOBYQA
print(formula "byte/255, and/or")                --> byte/255, and/or
print(formula "a uniformly random set")          --> a uniformly random set
print(formula "(x")                              --> (<i>x</i>
print(formula "_ ^ / √")                         --> _ ^ / √
print(formula "")                                -->
