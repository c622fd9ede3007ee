using System.CommandLine.Invocation;

namespace SeCo.Cli.Doctor;

/// <summary>What <c>seco --version</c> says: the program, the commit that it was built from, and the libtorch that it has.</summary>
internal sealed class VersionText : SynchronousCommandLineAction
{
    private static readonly string[] Informational =
        typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', 2);

    /// <summary>Version and commit, in one line.</summary>
    public static string Program => Informational is [var version, var commit] ? $"{version}, commit {commit}" : Informational[0];

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(Informational[0]);
        parseResult.InvocationConfiguration.Output.WriteLine($"commit {Informational.ElementAtOrDefault(1) ?? "unknown: built without git"}");
        parseResult.InvocationConfiguration.Output.WriteLine($"libtorch {Libtorch()}");
        return ExitCode.Done;
    }

    private static string Libtorch()
    {
        try
        {
            return $"{TorchRuntime.Version} ({TorchRuntime.LibraryPath})";
        }
        catch (TorchException)
        {
            return "none that can be loaded: seco doctor says why";
        }
    }
}
