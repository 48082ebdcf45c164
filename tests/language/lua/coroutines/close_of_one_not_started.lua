print(coroutine.close(coroutine.create(error))) -- expect: true
