next({}, "absent") -- expect error: invalid key to 'next'
