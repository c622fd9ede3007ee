using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using SeCo.Torch;

namespace SeCo.Models.Tests.Fixtures;

/// <summary>Reads the arrays of the reference data: version 1.0, little endian, C order.</summary>
internal static partial class Npy
{
    /// <summary>The array as a tensor; float32, or float32 converted from bytes.</summary>
    public static Tensor Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int length = BitConverter.ToUInt16(file, 8);
        string header = Encoding.ASCII.GetString(file, 10, length);
        string sides = ShapePattern().Match(header).Groups[1].Value;
        long[] shape = [.. sides.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(long.Parse)];
        ReadOnlySpan<byte> data = file.AsSpan(10 + length);
        if (header.Contains("'<f4'", StringComparison.Ordinal))
        {
            return Tensor.FromBytes(DType.Float32, shape, data);
        }

        if (header.Contains("'|u1'", StringComparison.Ordinal))
        {
            using TensorScope scope = TensorScope.Open();
            return scope.Keep(Tensor.FromBytes(DType.UInt8, shape, data).To(DType.Float32));
        }

        throw new InvalidDataException($"{path}: {header}");
    }

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
