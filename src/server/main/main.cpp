#include "server/program.hpp"

int main(int argc, char** argv) { return congvan::server::run_program(argc, argv); }
