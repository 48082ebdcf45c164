print(("i1i2i4i8"):packsize(), ("j"):packsize(), ("=bhilj"):packsize() > 0) -- expect: 15	8	true
