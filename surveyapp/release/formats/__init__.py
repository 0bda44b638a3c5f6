"""The files of a data package, each made of the same released columns in the same order of rows."""
