#include "cli/run.h"

int main(int argc, char** argv)
{
    return parlance::cli::run(argc, argv);
}
