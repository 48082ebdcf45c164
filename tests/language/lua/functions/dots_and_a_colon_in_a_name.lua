local a = { b = {} }
function a.b.c(x) return x end
function a.b:d(x) return self == a.b, x end
print(a.b.c(1), a.b:d(2)) -- expect: 1	true	2
