# A disk image.
set(CPACK_GENERATOR DragNDrop)
set(CPACK_DMG_VOLUME_NAME Parlance)
set(CPACK_DMG_FORMAT UDZO)
