-- JSON: encode, decode and null.
return require "nilgrad.native".json
