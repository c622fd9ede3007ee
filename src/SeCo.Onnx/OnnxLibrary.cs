using System.Reflection;
using System.Runtime.InteropServices;

namespace SeCo.Onnx;

/// <summary>The native library of ONNX Runtime: beside the program, from the package Microsoft.ML.OnnxRuntime, or in the folder that the environment
/// variable <c>SECO_ONNXRUNTIME</c> names.</summary>
internal static class OnnxLibrary
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "SECO_ONNXRUNTIME";

    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>The version of the library, which is loaded.</summary>
    /// <exception cref="DllNotFoundException">It is not there, or does not load; the message says which package to add.</exception>
    public static string Version => Loaded.Value;

    private static string Load()
    {
        if (OrtEnv.IsCreated) // by the program around us, with its own settings
        {
            return OrtEnv.Instance().GetVersionString();
        }

        string? folder = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(folder))
        {
            string name = OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";
            string file = Path.Combine(folder, name);
            nint library = File.Exists(file) ? NativeLibrary.Load(file) : throw new DllNotFoundException($"{Variable} names {folder}, which holds no {name}.");
            OrtEnv.DisableDllImportResolver = true;
            NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, (wanted, _, _) => wanted == "onnxruntime" ? library : 0);
        }

        try
        {
            // A line for each warning about a file would hide what matters; faults are told as exceptions.
            EnvironmentCreationOptions options = new() { logId = "seco", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            return OrtEnv.CreateInstanceWithOptions(ref options).GetVersionString();
        }
        catch (Exception fault) when (fault is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            string? version = typeof(OrtEnv).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
            throw new DllNotFoundException(
                $"ONNX files need the library of ONNX Runtime, which is not here. Add the package Microsoft.ML.OnnxRuntime {version} to the program; "
                    + $"or unpack it and let {Variable} name its folder runtimes/{RuntimeInformation.RuntimeIdentifier}/native.", fault);
        }
    }
}
