-- size(options, width, height): the options of a picture's size, which every plot has, added to those it is described with.
return function(options, width, height)
  local function add(name, default, min, max, unit, help)
    options[#options + 1] = { name = name, type = "integer", default = default, min = min, max = max, unit = unit, help = help,
      default_text = not default and "as the terminal has room" or nil }
  end
  if width then add("width", width, 100, 20000, "pixels", "of the picture in a file") end
  if height then add("height", height, 100, 20000, "pixels", "of the picture in a file") end
  add("columns", nil, 20, 1000, "letters", "width of the drawing in the terminal")
  add("rows", nil, 5, 1000, "lines", "height of each chart in the terminal")
  return options
end
