print(load(function() error({ "in the reader" }) end) == nil) -- expect: true
