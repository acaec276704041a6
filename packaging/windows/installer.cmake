# NSIS: for one person or all, closes nothing, leaves settings and messages when it is removed.
set(CPACK_GENERATOR NSIS)
set(CPACK_NSIS_DISPLAY_NAME Parlance)
set(CPACK_NSIS_INSTALLED_ICON_NAME bin\\\\parlance.exe)
set(CPACK_NSIS_URL_INFO_ABOUT ${CPACK_PACKAGE_HOMEPAGE_URL})
set(CPACK_NSIS_ENABLE_UNINSTALL_BEFORE_INSTALL ON)
set(CPACK_NSIS_MUI_FINISHPAGE_RUN parlance.exe)
# parlance:// links. Behind -- a link cannot be an option.
set(CPACK_NSIS_EXTRA_INSTALL_COMMANDS "
  WriteRegStr SHCTX 'Software\\\\Classes\\\\parlance' '' 'URL:Parlance'
  WriteRegStr SHCTX 'Software\\\\Classes\\\\parlance' 'URL Protocol' ''
  WriteRegStr SHCTX 'Software\\\\Classes\\\\parlance\\\\shell\\\\open\\\\command' '' '\\\"$INSTDIR\\\\bin\\\\parlance.exe\\\" -- \\\"%1\\\"'")
set(CPACK_NSIS_EXTRA_UNINSTALL_COMMANDS "
  DeleteRegKey SHCTX 'Software\\\\Classes\\\\parlance'")
