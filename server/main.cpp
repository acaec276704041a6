#include "app/program.h"

int main(int argc, char** argv)
{
    return parlance::runServer(argc, argv);
}
