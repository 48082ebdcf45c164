-- ng.task: each file of this folder is one task, or one thing that is done with tasks. read/ reads their files, object/ is what
-- they are made of: a task is a definition (see sst2.lua for how short one is) and the examples that were read.
return require "nilgrad.room" "nilgrad.task"
