coroutine.resume(print) -- expect error: bad argument #1 to 'resume' (thread expected, got function)
