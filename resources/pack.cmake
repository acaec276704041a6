# Writes the page as the server has it, into OUT: every file also compressed with gzip, modules and style sheets below the
# name of the build, and web.qrc with all of them. BUILD is a hash of everything in WEB. An address below it therefore always
# gives the same bytes, and a page never mixes the modules of two builds. VERSION is the program's; @BUILD@ and @VERSION@ are
# replaced where they stand.
file(GLOB_RECURSE files RELATIVE ${WEB} ${WEB}/*)
list(FILTER files EXCLUDE REGEX "\\.d\\.ts$") # for tools only
list(SORT files)

set(hashes "${VERSION}\n")
foreach(file ${files})
    file(SHA256 ${WEB}/${file} hash)
    string(APPEND hashes "${file} ${hash}\n")
endforeach()
string(SHA256 BUILD "${hashes}")
string(SUBSTRING ${BUILD} 0 12 BUILD)

file(REMOVE_RECURSE ${OUT}/packed)
set(entries "")
foreach(file ${files})
    set(packed ${OUT}/packed/${file})
    if(file MATCHES "\\.html$|^js/sync/session\\.js$")
        configure_file(${WEB}/${file} ${packed} @ONLY)
    else()
        configure_file(${WEB}/${file} ${packed} COPYONLY)
    endif()
    execute_process(COMMAND gzip -9 -n -k ${packed} COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX REPLACE "^(js|css)/" "\\1/${BUILD}/" alias ${file})
    string(APPEND entries "<file alias=\"${alias}\">${packed}</file><file alias=\"${alias}.gz\">${packed}.gz</file>\n")
endforeach()
file(WRITE ${OUT}/web.qrc "<RCC><qresource prefix=\"/web\">\n${entries}</qresource></RCC>\n")
