-- gallery(report, images): original, perturbation and adversarial image side by side, with labels and confidences, as HTML.
local native = require "nilgrad.native"
local page = require "nilgrad.plot.page.page"
local picture = require "nilgrad.native.picture"
local words = require "nilgrad.attack.report.words"

local times = 10

-- What a picture is of: [h, w], or [1 or 3, h, w]; of other channels the first. Nil for what is no image.
local function planes_of(image)
  local shape = image.shape
  if #shape < 2 or #shape > 3 then return nil end
  if #shape == 2 then return image end
  return (shape[1] == 1 or shape[1] == 3) and image or image[1]
end

local function shown(image, alt)
  local planes = planes_of(image)
  local shape = planes.shape
  local class = math.max(shape[#shape], shape[#shape - 1]) < 100 and ' class="small"' or ""
  return ('<img%s alt="%s" src="%s">'):format(class, page.escaped(alt), picture(planes:clone():clamp_(0, 1)))
end

local function percent(share) return share and (" %.1f %%"):format(100 * share) or "" end

local function case(report, image)
  local before, after = words.class(report, image.label), words.class(report, image.predicted)
  local change = (image.adversarial - image.original) * times + 0.5
  local trio = shown(image.original, before) .. shown(change, "perturbation") .. shown(image.adversarial, after)
  local distance = image[report.norm]
  return table.concat({ '<div class="case"><div class="trio">' .. trio .. "</div>",
    ("<p><b>%s%s → %s%s</b></p>"):format(page.escaped(before), percent(image.clean_confidence), page.escaped(after), percent(image.confidence)),
    ('<p class="soft">image %d, %d queries%s%s%s</p></div>'):format(image.index, image.queries,
      distance and (", %s %.4g"):format(words.norms[report.norm], distance) or "", image.survives_8bit and "" or ", lost by rounding to 8 bits",
      image.method and ", " .. page.escaped(image.method) or "") }, "\n")
end

-- As many as a page can bear: pictures are in it three times each, of up to 4 bytes a number.
local function most_of(image) return math.max(4, math.min(24, 4000000 // (3 * image.original.size))) end

--- A section's body, or nil where none was fooled or the data are no images.
return function(report, images)
  local fooled, parts = {}, {}
  for _, image in ipairs(images) do
    if image.success and planes_of(image.original) then fooled[#fooled + 1] = image end
  end
  if #fooled == 0 then return nil end
  local count = math.min(#fooled, most_of(fooled[1]))
  for i = 1, count do parts[i] = case(report, fooled[i]) end
  return ("<p>The first %d of %d: original, perturbation × %d (grey is no change), adversarial image; what the model says, and how sure it is.</p>")
    :format(count, #fooled, times) .. '<div class="cases">' .. table.concat(parts, "\n") .. "</div>"
end
