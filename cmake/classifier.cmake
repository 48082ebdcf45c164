# The ONNX executor plug-in: built where its library is; the program runs without it.
