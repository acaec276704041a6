# A disk image with the app, to be dragged to the others.
set(CPACK_GENERATOR DragNDrop)
set(CPACK_DMG_VOLUME_NAME Parlance)
set(CPACK_DMG_FORMAT UDZO)
