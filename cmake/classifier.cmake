# The ONNX executor plug-in lib/nilgrad/onnx_ort.so, built where ONNX Runtime is: its wheel and Debian's headers under
# NILGRAD_DEPS (./bootstrap puts them there). The program opens it with the first model and runs without it.
set(NILGRAD_DEPS "${CMAKE_SOURCE_DIR}/deps" CACHE PATH "holds onnxruntime/ and usr/include/onnxruntime")
target_link_libraries(nilgrad_runtime PRIVATE ${CMAKE_DL_LIBS})
file(GLOB ONNXRUNTIME_LIBRARY CONFIGURE_DEPENDS "${NILGRAD_DEPS}/onnxruntime/capi/libonnxruntime.so.1.*")
find_path(ONNXRUNTIME_INCLUDE onnxruntime_cxx_api.h PATHS "${NILGRAD_DEPS}/usr/include/onnxruntime" NO_DEFAULT_PATH NO_CACHE)

if(ONNXRUNTIME_LIBRARY AND ONNXRUNTIME_INCLUDE)
  set(PLUGIN_FOLDER "${CMAKE_BINARY_DIR}/lib/nilgrad")
  # The wheel lacks the file that the library's soname names.
  file(MAKE_DIRECTORY "${PLUGIN_FOLDER}")
  file(CREATE_LINK "${ONNXRUNTIME_LIBRARY}" "${PLUGIN_FOLDER}/libonnxruntime.so.1" SYMBOLIC)
  add_library(onnx_ort MODULE runtime/classifier/plugin/onnx_ort.cpp)
  target_include_directories(onnx_ort PRIVATE "${CMAKE_SOURCE_DIR}")
  target_include_directories(onnx_ort SYSTEM PRIVATE "${ONNXRUNTIME_INCLUDE}")
  # nodelete: the library's threads and atexit handlers outlive a dlclose.
  target_link_libraries(onnx_ort PRIVATE "${PLUGIN_FOLDER}/libonnxruntime.so.1" fmt::fmt-header-only -Wl,-z,nodelete)
  set_target_properties(onnx_ort PROPERTIES PREFIX "" CXX_VISIBILITY_PRESET hidden LIBRARY_OUTPUT_DIRECTORY "${PLUGIN_FOLDER}"
    BUILD_RPATH "$ORIGIN" INSTALL_RPATH "$ORIGIN")
  if(NILGRAD_TESTS)
    cmake_language(DEFER CALL add_dependencies nilgrad_tests onnx_ort)
  endif()
  install(TARGETS onnx_ort DESTINATION lib/nilgrad)
  install(FILES "${ONNXRUNTIME_LIBRARY}" DESTINATION lib/nilgrad RENAME libonnxruntime.so.1)
  install(FILES "${NILGRAD_DEPS}/onnxruntime/LICENSE" "${NILGRAD_DEPS}/onnxruntime/ThirdPartyNotices.txt"
    DESTINATION share/doc/nilgrad/onnxruntime)
else()
  message(STATUS "No ONNX Runtime in ${NILGRAD_DEPS} (./bootstrap build fetches it): built without classifiers")
endif()
