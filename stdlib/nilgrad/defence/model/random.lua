-- What random defences have in common: where their numbers come from.
local random = {}

random.options = {
  { name = "seed", type = "integer", default = 0, help = "of the random numbers" },
  { name = "fresh", type = "boolean", default = false,
    help = "other numbers for every query, by their count: an attack can then average them out by asking again, and results depend on "
      .. "the order of queries. Otherwise the numbers are the image's own: the same image meets the same ones, whatever else is asked, "
      .. "for any batch size and number of threads" },
}

--- The number of the next query of a batch, or nil where the image decides.
function random.counter(fresh)
  local asked = 0
  return function(count)
    if not fresh then return nil end
    asked = asked + count
    return asked - count
  end
end

function random.text(options) return ("seed = %d%s"):format(options.seed, options.fresh and ", fresh" or "") end

return random
