for x in nil do end -- expect error: attempt to call a nil value (for iterator 'for iterator')
