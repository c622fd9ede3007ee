using SeCo.Adaptation.Distributed;
using SeCo.Cli;
using SeCo.Cli.Interop;

KeptMemory.Arrange();
using StandardWriter error = new(Console.Error), output = new(Console.Out, "The standard output cannot be written: it is full or closed.");
using Interruption interruption = new(error);
int code = await CommandLine.RunAsync(args, output, error, interruption.Token);
Ranks.Leave(code);
if (code == ExitCode.Cancelled)
{
    ProcessEnd.At(code);
}

return code;
