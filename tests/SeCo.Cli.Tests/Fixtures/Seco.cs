using System.Diagnostics;

namespace SeCo.Cli.Tests.Fixtures;

/// <summary>Calls the program: in this process, or as a process of its own.</summary>
internal static class Seco
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "SeCo.Cli.dll");

    /// <summary>Calls the program in this process.</summary>
    public static async Task<SecoResult> Run(params string[] args)
    {
        StringWriter output = new(), error = new();
        TextWriter shared = TextWriter.Synchronized(error); // progress comes from many threads
        int code = await CommandLine.RunAsync(args, output, shared);
        return new SecoResult(code, output.ToString(), error.ToString());
    }

    /// <summary>Calls the program as a process and waits for its end.</summary>
    public static Task<SecoResult> RunProcess(params string[] args) => RunProcess(args, null);

    /// <summary>Calls the program as a process that is prepared first: its variables, its folder, the program itself.</summary>
    public static async Task<SecoResult> RunProcess(string[] args, Action<ProcessStartInfo>? prepare)
    {
        ProcessStartInfo start = Describe(args);
        prepare?.Invoke(start);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new SecoResult(process.ExitCode, await output, await error);
    }

    /// <summary>Starts the program as a process with redirected outputs.</summary>
    public static Process Start(params string[] args) => Process.Start(Describe(args))!;

    /// <summary>Starts the program as a process that is prepared first.</summary>
    public static Process Start(Action<ProcessStartInfo> prepare, params string[] args)
    {
        ProcessStartInfo start = Describe(args);
        prepare(start);
        return Process.Start(start)!;
    }

    private static ProcessStartInfo Describe(string[] args)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Program);
        foreach (string arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return start;
    }
}
