using SeCo.Cli;
using SeCo.Cli.Interop;
using SeCo.Cli.Rendering;

KeptMemory.Arrange();
using LenientWriter error = new(Console.Error);
using Interruption interruption = new(error);
int code = await CommandLine.RunAsync(args, Console.Out, error, interruption.Token);
if (code == ExitCode.Cancelled)
{
    ProcessEnd.At(code);
}

return code;
