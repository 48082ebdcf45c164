-- What an attack may do and see, checked against the method, the model and the images.
local raise = require "nilgrad.raise"

local names = { linf = "L∞", l2 = "L2", l1 = "L1", l0 = "L0", none = "no norm" }

-- How far any image of so many numbers can be moved within [0, 1].
local range = {
  linf = function() return 1 end, l2 = function(numbers) return math.sqrt(numbers) end,
  l1 = function(numbers) return numbers end, l0 = function(numbers) return numbers end,
}

local threat = {}

function threat.check_norm(options, method)
  for _, norm in ipairs(method.norms) do
    if norm == options.norm then return end
  end
  raise("%s attacks in %s, not in %s", tostring(method), table.concat(method.norms, ", "), options.norm)
end

--- The list of ε.
function threat.levels(options)
  if options.norm == "none" then
    if options.eps then raise "option 'eps' of ng.attack.run has no meaning with norm = 'none'" end
    return { math.huge }
  end
  if not options.eps then raise "option 'eps' of ng.attack.run is missing: how far may an adversarial image be from the original?" end
  return type(options.eps) == "table" and options.eps or { options.eps }
end

function threat.check_range(options, levels, numbers)
  local most = range[options.norm] and range[options.norm](numbers)
  for _, eps in ipairs(levels) do
    if most and eps > most then
      raise("option 'eps' of ng.attack.run: %g is more than an image of %d numbers in [0, 1] can be moved in %s (%g); for 8 of 255 write 8/255",
        eps, numbers, names[options.norm], most)
    end
  end
end

--- What the attack is shown: "logits", "probabilities", "top_k" or "labels".
function threat.access(options, model)
  local asked, shows = options.access or "scores", model.shows
  if (asked == "top_k") ~= (options.top_k ~= nil) then raise "options access = 'top_k' and top_k = … of ng.attack.run go together" end
  if shows == "labels" and asked ~= "labels" and options.access then raise("option 'access' of ng.attack.run: the model shows labels, not %s", asked) end
  if asked == "logits" and shows ~= "logits" then raise("option 'access' of ng.attack.run: the model shows %s, not logits", shows) end
  local access = (asked == "scores" or shows == "labels") and shows or asked
  if access == "labels" and options.method.access == "scores" then
    raise("%s needs scores, and there are only labels: take a method for labels, such as ng.attack.hop_skip_jump()", tostring(options.method))
  end
  return access
end

return threat
