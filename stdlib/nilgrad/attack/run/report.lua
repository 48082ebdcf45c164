-- The report has a room of its own.
return require "nilgrad.attack.report"
