package.path = nil
require "x" -- expect error: 'package.path' must be a string
