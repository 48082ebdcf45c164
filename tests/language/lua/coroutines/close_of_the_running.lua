coroutine.close((coroutine.running())) -- expect error: cannot close a running coroutine
