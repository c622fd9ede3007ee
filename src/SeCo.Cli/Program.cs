using SeCo.Cli;
using SeCo.Cli.Interop;

KeptMemory.Arrange();
using Interruption interruption = new(Console.Error);
int code = await CommandLine.RunAsync(args, Console.Out, Console.Error, interruption.Token);
if (code == ExitCode.Cancelled)
{
    ProcessEnd.At(code);
}

return code;
