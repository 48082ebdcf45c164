-- ng.plot: each file of this folder draws one kind of picture. The file's name decides its format: .png, .svg or .pdf.
require "nilgrad.native".catalog.describe {
  kind = "room", name = "plot",
  summary = "pictures; the name of the file decides the format: .png, .svg or .pdf",
  example = [[
local path = os.tmpname()
ng.plot.lines { series = { { x = { 1, 2, 3 }, y = { 3, 1, 2 }, name = "a" } }, file = path .. ".svg" }
os.remove(path)
os.remove(path .. ".svg")]],
}

return require "nilgrad.room"("nilgrad.plot", { "gnuplot", "page" })
