local file <close> = 42 -- expect error: variable 'file' got a non-closable value
