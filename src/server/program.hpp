#pragma once

namespace congvan::server {

// The composition root: hands the ports to the command line and runs it. Returns the exit code.
int run_program(int argc, char** argv);

}  // namespace congvan::server
