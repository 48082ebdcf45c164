-- is_finite(number): false for NaN and the infinities, which models may answer, and do for classes that they do not show.
return function(number) return number - number == 0 end
