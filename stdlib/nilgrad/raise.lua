-- raise(format, …): an error at the place outside nilgrad's own modules from which they were called, as native functions raise
-- theirs.
return function(format, ...)
  local message, level = select("#", ...) > 0 and format:format(...) or format, 2
  local frame = debug.getinfo(level, "Sl")
  while frame and (frame.currentline < 0 or frame.source:find "^=nilgrad") do
    level = level + 1
    frame = debug.getinfo(level, "Sl")
  end
  error(message, frame and level or 2)
end
