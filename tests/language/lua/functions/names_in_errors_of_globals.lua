undefined_thing.x = 1 -- expect error: attempt to index a nil value (global 'undefined_thing')
