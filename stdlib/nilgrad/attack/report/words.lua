-- How reports of attacks write numbers and name things.
local words = { norms = { linf = "L∞", l2 = "L2", l1 = "L1", l0 = "L0", none = "no norm" } }

function words.percent(share) return share and ("%.1f %%"):format(100 * share) or "–" end

--- "91.2–98.4 %"
function words.interval(low, high) return ("%.1f–%.1f %%"):format(100 * low, 100 * high) end

--- number(format, value): a dash where there is none.
function words.number(format, value) return value and format:format(value) or "–" end

--- ε as text; without a norm there is none.
function words.eps(eps) return eps < math.huge and ("%g"):format(eps) or "any" end

--- "1 image", "2 images"
function words.count(number, noun) return ("%d %s%s"):format(number, noun, number == 1 and "" or "s") end

--- 1234567 as "1,234,567".
function words.grouped(number)
  local digits = ("%d"):format(number)
  return (digits:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", ""))
end

--- A class by its name, where the data has names.
function words.class(report, class)
  local name = report.classes and report.classes[class + 1]
  return name or ("class " .. class)
end

return words
