// Exists to own the precompiled headers that every module shares.
