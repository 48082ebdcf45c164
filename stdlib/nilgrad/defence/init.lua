-- ng.defence: each file of this folder is a defence, a model that does something to images before another model sees them. What
-- attacks need against it is what it buys; what it costs is its accuracy on clean images.
return require "nilgrad.room" "nilgrad.defence"
