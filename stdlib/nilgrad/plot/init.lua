-- ng.plot: each file of this folder draws one kind of picture. The file's name decides its format: .png, .svg or .pdf.
return require "nilgrad.room" "nilgrad.plot"
