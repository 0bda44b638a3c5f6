"""What may leave: profiles, coarsening, codebooks and data packages. Pure."""
