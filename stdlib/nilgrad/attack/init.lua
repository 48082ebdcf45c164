-- ng.attack: each file of this folder is one attack (see method.lua for how it is written); run.lua drives them.
return require "nilgrad.room" "nilgrad.attack"
